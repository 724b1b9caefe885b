using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class SecondOpinions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "FirstById",
                table: "Reviews",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Second",
                table: "Reviews",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "SecondById",
                table: "Reviews",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsOpinion",
                table: "Decisions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "FirstById",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "Second",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "SecondById",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "IsOpinion",
                table: "Decisions");
        }
    }
}
