"""What has worked elsewhere: documents become passages with their pages, and passages are coded. Pure: no files, no clock."""
