using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class PoolFilters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_LastSeenAt_Id",
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
                name: "IX_Customers_Intent",
                table: "Customers",
                column: "Intent");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Stage",
                table: "Customers",
                column: "Stage");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "CustomersLastSeen",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "CustomersWithTasks",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Intent",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Stage",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_LastSeenAt_Id",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id" });
        }
    }
}
