"""What is kept: articles, quotes, matches, statements. The only door is `database.Store`."""
