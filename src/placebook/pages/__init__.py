"""One frozen dataclass per page: what a page says, with no markup."""
