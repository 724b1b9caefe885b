using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class CustomersWaitSince : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "WaitingSince",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "WaitingCustomers",
                table: "Customers",
                columns: new[] { "WaitingSince", "Id" },
                filter: "\"AiAgentId\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "WaitingCustomers",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "WaitingSince",
                table: "Customers");
        }
    }
}
