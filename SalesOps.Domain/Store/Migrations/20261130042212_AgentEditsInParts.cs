using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class AgentEditsInParts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "PendingEditId",
                table: "AiAgents",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Choice",
                table: "AgentEdits",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "PartOfId",
                table: "AgentEdits",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "PartsOfAgentEdits",
                table: "AgentEdits",
                columns: new[] { "PartOfId", "Id" },
                filter: "\"PartOfId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_ById_Id",
                table: "Handovers",
                columns: new[] { "ById", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Handovers_ById_Id",
                table: "Handovers");

            migrationBuilder.DropIndex(
                name: "PartsOfAgentEdits",
                table: "AgentEdits");

            migrationBuilder.DropColumn(
                name: "PendingEditId",
                table: "AiAgents");

            migrationBuilder.DropColumn(
                name: "Choice",
                table: "AgentEdits");

            migrationBuilder.DropColumn(
                name: "PartOfId",
                table: "AgentEdits");
        }
    }
}
