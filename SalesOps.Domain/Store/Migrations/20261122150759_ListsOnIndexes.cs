using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class ListsOnIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_WorkTasks_SalesUserId_Status_DueAt_Id",
                table: "WorkTasks");

            migrationBuilder.DropIndex(
                name: "IX_WorkTasks_Status_DueAt_Id",
                table: "WorkTasks");

            migrationBuilder.DropIndex(
                name: "IX_Handovers_CreatedAt_Id",
                table: "Handovers");

            migrationBuilder.DropIndex(
                name: "IX_Handovers_SalesUserId_CreatedAt_Id",
                table: "Handovers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Name_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_AiAgentId_Status_CreatedAt",
                table: "Assignments");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_CreatedAt_Id",
                table: "Assignments");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_CustomerId_CreatedAt",
                table: "Assignments");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_SalesUserId_CreatedAt_Id",
                table: "Assignments");

            migrationBuilder.CreateIndex(
                name: "IX_WorkTasks_Kind_Status_DueAt_Id",
                table: "WorkTasks",
                columns: new[] { "Kind", "Status", "DueAt", "Id" },
                descending: new[] { false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "IX_WorkTasks_SalesUserId_Status_DueAt_Id",
                table: "WorkTasks",
                columns: new[] { "SalesUserId", "Status", "DueAt", "Id" },
                descending: new[] { false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "IX_WorkTasks_Status_DueAt_Id",
                table: "WorkTasks",
                columns: new[] { "Status", "DueAt", "Id" },
                descending: new[] { true, false, false });

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_Kind_Id",
                table: "Handovers",
                columns: new[] { "Kind", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_SalesUserId_Id",
                table: "Handovers",
                columns: new[] { "SalesUserId", "Id" });

            migrationBuilder.CreateIndex(
                name: "RunningTakeovers",
                table: "Handovers",
                columns: new[] { "Kind", "Id" },
                filter: "\"Kind\" = 'human_takeover' AND \"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AiAgentId",
                table: "Customers",
                column: "AiAgentId",
                filter: "\"AiAgentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "HumanEntries",
                table: "AuditEntries",
                column: "Sequence",
                filter: "\"ActorKind\" = 'human'");

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_AiAgentId_Id",
                table: "Assignments",
                columns: new[] { "AiAgentId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_CustomerId_Id",
                table: "Assignments",
                columns: new[] { "CustomerId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_SalesUserId_Id",
                table: "Assignments",
                columns: new[] { "SalesUserId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_Status_Id",
                table: "Assignments",
                columns: new[] { "Status", "Id" });

            // Search: a trigram index of Customers.SearchText, whose rows get numbers, because Customers has none.
            // Each word stands there after two spaces, so that three characters also know where a word begins.
            static string Words(string row) => $"'  ' || replace({row}.SearchText, ' ', '  ')";
            migrationBuilder.Sql("CREATE TABLE CustomerSearch_rows (Row INTEGER NOT NULL PRIMARY KEY, CustomerId BLOB NOT NULL UNIQUE)");
            migrationBuilder.Sql($"CREATE VIEW CustomerSearch_words AS SELECT r.Row AS Row, {Words("c")} AS Text FROM CustomerSearch_rows r JOIN Customers c ON c.Id = r.CustomerId");
            migrationBuilder.Sql("CREATE VIRTUAL TABLE CustomerSearch USING fts5(Text, content = 'CustomerSearch_words', content_rowid = 'Row', columnsize = 0, tokenize = 'trigram case_sensitive 1')");
            // What is taken out is gone from the index at once, as with secure_delete: names are personal.
            migrationBuilder.Sql("INSERT INTO CustomerSearch (CustomerSearch, rank) VALUES ('secure-delete', 1)");
            migrationBuilder.Sql("INSERT INTO CustomerSearch_rows (CustomerId) SELECT Id FROM Customers ORDER BY Id");
            migrationBuilder.Sql("INSERT INTO CustomerSearch (CustomerSearch) VALUES ('rebuild')");
            migrationBuilder.Sql($"""
                CREATE TRIGGER CustomersAreFound AFTER INSERT ON Customers BEGIN
                  INSERT INTO CustomerSearch_rows (CustomerId) VALUES (NEW.Id);
                  INSERT INTO CustomerSearch (rowid, Text) VALUES (last_insert_rowid(), {Words("NEW")});
                END;
                """);
            migrationBuilder.Sql($"""
                CREATE TRIGGER CustomersAreFoundAnew AFTER UPDATE OF SearchText ON Customers WHEN NEW.SearchText <> OLD.SearchText BEGIN
                  INSERT INTO CustomerSearch (CustomerSearch, rowid, Text) SELECT 'delete', Row, {Words("OLD")} FROM CustomerSearch_rows WHERE CustomerId = OLD.Id;
                  INSERT INTO CustomerSearch (rowid, Text) SELECT Row, {Words("NEW")} FROM CustomerSearch_rows WHERE CustomerId = NEW.Id;
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER CustomersAreFound");
            migrationBuilder.Sql("DROP TRIGGER CustomersAreFoundAnew");
            migrationBuilder.Sql("DROP TABLE CustomerSearch");
            migrationBuilder.Sql("DROP VIEW CustomerSearch_words");
            migrationBuilder.Sql("DROP TABLE CustomerSearch_rows");

            migrationBuilder.DropIndex(
                name: "IX_WorkTasks_Kind_Status_DueAt_Id",
                table: "WorkTasks");

            migrationBuilder.DropIndex(
                name: "IX_WorkTasks_SalesUserId_Status_DueAt_Id",
                table: "WorkTasks");

            migrationBuilder.DropIndex(
                name: "IX_WorkTasks_Status_DueAt_Id",
                table: "WorkTasks");

            migrationBuilder.DropIndex(
                name: "IX_Handovers_Kind_Id",
                table: "Handovers");

            migrationBuilder.DropIndex(
                name: "IX_Handovers_SalesUserId_Id",
                table: "Handovers");

            migrationBuilder.DropIndex(
                name: "RunningTakeovers",
                table: "Handovers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_AiAgentId",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "HumanEntries",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_AiAgentId_Id",
                table: "Assignments");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_CustomerId_Id",
                table: "Assignments");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_SalesUserId_Id",
                table: "Assignments");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_Status_Id",
                table: "Assignments");

            migrationBuilder.CreateIndex(
                name: "IX_WorkTasks_SalesUserId_Status_DueAt_Id",
                table: "WorkTasks",
                columns: new[] { "SalesUserId", "Status", "DueAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkTasks_Status_DueAt_Id",
                table: "WorkTasks",
                columns: new[] { "Status", "DueAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_CreatedAt_Id",
                table: "Handovers",
                columns: new[] { "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_SalesUserId_CreatedAt_Id",
                table: "Handovers",
                columns: new[] { "SalesUserId", "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Name_Id",
                table: "Customers",
                columns: new[] { "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_AiAgentId_Status_CreatedAt",
                table: "Assignments",
                columns: new[] { "AiAgentId", "Status", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_CreatedAt_Id",
                table: "Assignments",
                columns: new[] { "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_CustomerId_CreatedAt",
                table: "Assignments",
                columns: new[] { "CustomerId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_SalesUserId_CreatedAt_Id",
                table: "Assignments",
                columns: new[] { "SalesUserId", "CreatedAt", "Id" });
        }
    }
}
