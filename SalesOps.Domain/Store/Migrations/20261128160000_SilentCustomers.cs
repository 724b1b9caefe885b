using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class SilentCustomers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_LastSeenAt_Id",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_LastSeenAt_Id_ErasedAt",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id", "ErasedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_LastSeenAt_Id_ErasedAt",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_LastSeenAt_Id",
                table: "Customers",
                columns: new[] { "LastSeenAt", "Id" });
        }
    }
}
