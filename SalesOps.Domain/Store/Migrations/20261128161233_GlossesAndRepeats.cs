using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class GlossesAndRepeats : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Gloss",
                table: "Understandings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GlossEvidence",
                table: "Understandings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "RepeatsId",
                table: "Decisions",
                type: "BLOB",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Gloss",
                table: "Understandings");

            migrationBuilder.DropColumn(
                name: "GlossEvidence",
                table: "Understandings");

            migrationBuilder.DropColumn(
                name: "RepeatsId",
                table: "Decisions");
        }
    }
}
