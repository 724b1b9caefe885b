using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class NamesInOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "CustomersLastSeen",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "CustomersWithTasks",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_AiAgentId",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Status_LastSeenAt_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "OptedOutCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "UnboundCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "WaitingCustomers",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "CustomersByName",
                table: "Customers",
                columns: new[] { "SearchText", "Id" });

            migrationBuilder.CreateIndex(
                name: "CustomersLastSeen",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt" });

            migrationBuilder.CreateIndex(
                name: "CustomersWithTasks",
                table: "Customers",
                columns: new[] { "OpenTasks", "Id" },
                filter: "\"OpenTasks\" > 0");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AiAgentId_SearchText_Id",
                table: "Customers",
                columns: new[] { "AiAgentId", "SearchText", "Id" },
                filter: "\"AiAgentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_SalesUserId_SearchText_Id",
                table: "Customers",
                columns: new[] { "SalesUserId", "SearchText", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Status",
                table: "Customers",
                column: "Status");

            migrationBuilder.CreateIndex(
                name: "OptedOutCustomers",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "OptOuts" },
                filter: "\"OptOuts\" IS NOT NULL");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "CustomersByName",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "CustomersLastSeen",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "CustomersWithTasks",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_AiAgentId_SearchText_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_SalesUserId_SearchText_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Status",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "OptedOutCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "UnboundCustomers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "WaitingCustomers",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "CustomersLastSeen",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "ErasedAt" });

            migrationBuilder.CreateIndex(
                name: "CustomersWithTasks",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id" },
                filter: "\"OpenTasks\" > 0");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AiAgentId",
                table: "Customers",
                column: "AiAgentId",
                filter: "\"AiAgentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Status_LastSeenAt_Id",
                table: "Customers",
                columns: new[] { "Status", "LastSeenAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "OptedOutCustomers",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id" },
                filter: "\"OptOuts\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "UnboundCustomers",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id" },
                filter: "\"AiAgentId\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "WaitingCustomers",
                table: "Customers",
                columns: new[] { "WaitingSince", "Id" },
                filter: "\"AiAgentId\" IS NULL");
        }
    }
}
