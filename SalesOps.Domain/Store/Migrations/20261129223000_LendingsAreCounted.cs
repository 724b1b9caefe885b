using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations
{
    /// <summary>Counts what a store has already; the journal says nothing of counters.</summary>
    public partial class LendingsAreCounted : Migration
    {
        private const string Lendings = "FROM Assignments WHERE Reason IN ('owner_away', 'owner_back')";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql($"INSERT INTO CounterValues (Code, Key, Value) SELECT 'lendings', AiAgentId, count(*) {Lendings} GROUP BY AiAgentId");
            migrationBuilder.Sql($"INSERT INTO CounterValues (Code, Key, Value) SELECT 'lendings', zeroblob(16), count(*) {Lendings} HAVING count(*) > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DELETE FROM CounterValues WHERE Code = 'lendings'");
    }
}
