"""What a run leaves behind: calls as they happen, records of them, and views for people."""
