"""What has worked elsewhere: documents become passages with their pages. Pure: no files, no database, no clock."""
