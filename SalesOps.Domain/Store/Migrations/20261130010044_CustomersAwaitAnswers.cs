using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class CustomersAwaitAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "CustomersLastSeen",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "CustomersOfSalesUser",
                table: "Customers");

            migrationBuilder.AddColumn<long>(
                name: "UnansweredSince",
                table: "Customers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UnansweredSince",
                table: "Conversations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UnansweredSince",
                table: "Consents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "CustomersLastSeen",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "SearchText", "UnansweredSince" });

            migrationBuilder.CreateIndex(
                name: "CustomersOfSalesUser",
                table: "Customers",
                columns: new[] { "SalesUserId", "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "AiAgentId", "WaitingSince", "OptOuts", "SearchText", "UnansweredSince" });

            migrationBuilder.CreateIndex(
                name: "UnansweredCustomers",
                table: "Customers",
                columns: new[] { "UnansweredSince", "Id" },
                filter: "\"UnansweredSince\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "CustomersLastSeen",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "CustomersOfSalesUser",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "UnansweredCustomers",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "UnansweredSince",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "UnansweredSince",
                table: "Conversations");

            migrationBuilder.DropColumn(
                name: "UnansweredSince",
                table: "Consents");

            migrationBuilder.CreateIndex(
                name: "CustomersLastSeen",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "SearchText" });

            migrationBuilder.CreateIndex(
                name: "CustomersOfSalesUser",
                table: "Customers",
                columns: new[] { "SalesUserId", "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "AiAgentId", "WaitingSince", "OptOuts", "SearchText" });
        }
    }
}
