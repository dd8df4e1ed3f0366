"""What has worked elsewhere: documents become passages with pages, and passages are coded. No files, no clock."""
