"""Documents: what people and registers say of each file, as rows with history."""
