using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class ListsByMoreOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_Intent",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Stage",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Status",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Intent_Status_Stage",
                table: "Customers",
                columns: new[] { "Intent", "Status", "Stage" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Stage_Intent_Status",
                table: "Customers",
                columns: new[] { "Stage", "Intent", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Status_Stage_Intent",
                table: "Customers",
                columns: new[] { "Status", "Stage", "Intent" });

            migrationBuilder.CreateIndex(
                name: "AssignmentsInOrder",
                table: "Assignments",
                column: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_Intent_Status_Stage",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Stage_Intent_Status",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Status_Stage_Intent",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "AssignmentsInOrder",
                table: "Assignments");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Intent",
                table: "Customers",
                column: "Intent");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Stage",
                table: "Customers",
                column: "Stage");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Status",
                table: "Customers",
                column: "Status");
        }
    }
}
