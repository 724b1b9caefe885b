using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations;

/// <summary>
/// Search for what was said: an index of the words of messages, filled after them (<see cref="Lane.MessageIndexing"/>), so that no message waits for it.
/// The words stand beside it, because taking a text out of the index asks for what went in. A text that is emptied or deleted is out in the same commit.
/// </summary>
[DbContext(typeof(SalesOpsDb))]
[Migration("20261128162000_MessagesAreFound")]
public sealed class MessagesAreFound : Migration
{
    private const string Forget = """
        INSERT INTO MessageSearch (MessageSearch, rowid, Text) SELECT 'delete', Row, Text FROM MessageSearch_rows WHERE MessageId = OLD.Id;
        DELETE FROM MessageSearch_rows WHERE MessageId = OLD.Id;
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE MessageSearch_rows (Row INTEGER NOT NULL PRIMARY KEY, MessageId BLOB NOT NULL UNIQUE, Text TEXT NOT NULL)");
        migrationBuilder.Sql("CREATE VIRTUAL TABLE MessageSearch USING fts5(Text, content = 'MessageSearch_rows', content_rowid = 'Row', columnsize = 0, tokenize = 'ascii')");
        migrationBuilder.Sql("INSERT INTO MessageSearch (MessageSearch, rank) VALUES ('secure-delete', 1)");
        migrationBuilder.Sql($"CREATE TRIGGER MessagesAreFoundNoMore AFTER UPDATE OF Text ON Messages WHEN NEW.Text <> OLD.Text BEGIN {Forget} END;");
        migrationBuilder.Sql($"CREATE TRIGGER MessagesGoneAreFoundNoMore AFTER DELETE ON Messages BEGIN {Forget} END;");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER MessagesAreFoundNoMore");
        migrationBuilder.Sql("DROP TRIGGER MessagesGoneAreFoundNoMore");
        migrationBuilder.Sql("DROP TABLE MessageSearch");
        migrationBuilder.Sql("DROP TABLE MessageSearch_rows");
    }
}
