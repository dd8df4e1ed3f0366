"""Arrays to arrays: the steps of the OECD/JRC handbook as pure functions."""
