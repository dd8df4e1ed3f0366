"""`python -m placebook` is the command `placebook`, for computers where its folder is not on the path."""

from placebook.cli import main

if __name__ == "__main__":
    main()
