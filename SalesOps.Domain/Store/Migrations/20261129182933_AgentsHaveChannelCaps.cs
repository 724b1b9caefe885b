using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class AgentsHaveChannelCaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_AiAgentId_SalesUserId_SearchText_Id",
                table: "Customers");

            migrationBuilder.AddColumn<string>(
                name: "Caps",
                table: "AiAgents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "CustomersOfAgent",
                table: "Customers",
                columns: new[] { "AiAgentId", "SalesUserId", "SearchText", "Id", "Channel" },
                filter: "\"AiAgentId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "CustomersOfAgent",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Caps",
                table: "AiAgents");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_AiAgentId_SalesUserId_SearchText_Id",
                table: "Customers",
                columns: new[] { "AiAgentId", "SalesUserId", "SearchText", "Id" },
                filter: "\"AiAgentId\" IS NOT NULL");
        }
    }
}
