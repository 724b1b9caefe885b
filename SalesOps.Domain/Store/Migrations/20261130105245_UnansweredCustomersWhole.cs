using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class UnansweredCustomersWhole : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "UnansweredCustomers",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "UnansweredCustomers",
                table: "Customers",
                columns: new[] { "UnansweredSince", "Id", "LastSeenAt", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "AiAgentId", "WaitingSince", "ErasedAt", "OptOuts", "SearchText" },
                filter: "\"UnansweredSince\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "UnansweredCustomers",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "UnansweredCustomers",
                table: "Customers",
                columns: new[] { "UnansweredSince", "Id" },
                filter: "\"UnansweredSince\" IS NOT NULL");
        }
    }
}
