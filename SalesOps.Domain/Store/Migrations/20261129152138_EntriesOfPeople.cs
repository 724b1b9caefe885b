using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class EntriesOfPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "EntriesOfPeople",
                table: "AuditEntries",
                columns: new[] { "ActorId", "Sequence", "ActorKind" },
                filter: "\"ActorKind\" = 'human'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "EntriesOfPeople",
                table: "AuditEntries");
        }
    }
}
