using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class HandoversTellTheirRound : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsPingPong",
                table: "Handovers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Note",
                table: "Handovers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Round",
                table: "Handovers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "PingPongs",
                table: "Handovers",
                columns: new[] { "Kind", "Id" },
                filter: "\"IsPingPong\" = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "PingPongs",
                table: "Handovers");

            migrationBuilder.DropColumn(
                name: "IsPingPong",
                table: "Handovers");

            migrationBuilder.DropColumn(
                name: "Note",
                table: "Handovers");

            migrationBuilder.DropColumn(
                name: "Round",
                table: "Handovers");
        }
    }
}
