using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class Merges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AbsorbedText",
                table: "Customers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Merges",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CustomerId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    IntoId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Channels = table.Column<string>(type: "TEXT", nullable: false),
                    Rows = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    FirstSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ById = table.Column<byte[]>(type: "BLOB", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    SeparatedById = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SeparatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ErasedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Merges", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Merges_CustomerId",
                table: "Merges",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_Merges_IntoId",
                table: "Merges",
                column: "IntoId");

            // A customer who went into another is found no more: each word stands after two spaces, as when it was put in.
            migrationBuilder.Sql("""
                CREATE TRIGGER CustomersAreFoundNoMore AFTER DELETE ON Customers BEGIN
                  INSERT INTO CustomerSearch (CustomerSearch, rowid, Text) SELECT 'delete', Row, '  ' || replace(OLD.SearchText, ' ', '  ') FROM CustomerSearch_rows WHERE CustomerId = OLD.Id;
                  DELETE FROM CustomerSearch_rows WHERE CustomerId = OLD.Id;
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER CustomersAreFoundNoMore");

            migrationBuilder.DropTable(
                name: "Merges");

            migrationBuilder.DropColumn(
                name: "AbsorbedText",
                table: "Customers");
        }
    }
}
