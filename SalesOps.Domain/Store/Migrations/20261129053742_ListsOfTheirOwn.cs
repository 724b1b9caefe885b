using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class ListsOfTheirOwn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "CustomersLastSeen",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_AiAgentId_SearchText_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_SalesUserId_LastSeenAt_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "UnboundCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "WaitingCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Assignments_SalesUserId_Id",
                table: "Assignments");

            migrationBuilder.CreateIndex(
                name: "CustomersLastSeen",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "SearchText" });

            migrationBuilder.CreateIndex(
                name: "CustomersOfSalesUser",
                table: "Customers",
                columns: new[] { "SalesUserId", "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "AiAgentId", "WaitingSince", "OptOuts", "SearchText" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AiAgentId_SalesUserId_SearchText_Id",
                table: "Customers",
                columns: new[] { "AiAgentId", "SalesUserId", "SearchText", "Id" },
                filter: "\"AiAgentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Channel",
                table: "Customers",
                column: "Channel");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Confidence",
                table: "Customers",
                column: "Confidence");

            migrationBuilder.CreateIndex(
                name: "UnboundCustomers",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "AiAgentId", "ErasedAt", "WaitingSince", "SearchText" },
                filter: "\"AiAgentId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "WaitingCustomers",
                table: "Customers",
                columns: new[] { "WaitingSince", "Id", "AiAgentId", "ErasedAt", "LastSeenAt", "SearchText" },
                filter: "\"AiAgentId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "AssignmentsOfSalesUser",
                table: "Assignments",
                columns: new[] { "SalesUserId", "Id", "Status", "AiAgentId", "CustomerId" });
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
                name: "IX_Customers_AiAgentId_SalesUserId_SearchText_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Channel",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Confidence",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "UnboundCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "WaitingCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "AssignmentsOfSalesUser",
                table: "Assignments");

            migrationBuilder.CreateIndex(
                name: "CustomersLastSeen",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AiAgentId_SearchText_Id",
                table: "Customers",
                columns: new[] { "AiAgentId", "SearchText", "Id" },
                filter: "\"AiAgentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_SalesUserId_LastSeenAt_Id",
                table: "Customers",
                columns: new[] { "SalesUserId", "LastSeenAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "UnboundCustomers",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "AiAgentId", "ErasedAt" },
                filter: "\"AiAgentId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "WaitingCustomers",
                table: "Customers",
                columns: new[] { "WaitingSince", "Id", "AiAgentId", "ErasedAt" },
                filter: "\"AiAgentId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Assignments_SalesUserId_Id",
                table: "Assignments",
                columns: new[] { "SalesUserId", "Id" });
        }
    }
}
