"""The desk: where people with accounts write records, check each other's and publish them."""
