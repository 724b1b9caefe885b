using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SalesOps.Domain.Store.Mapping;

/// <summary>For <c>dotnet ef migrations add NAME --project SalesOps.Domain --output-dir Store/Migrations</c>.</summary>
internal sealed class DesignTimeStore : IDesignTimeDbContextFactory<SalesOpsDb>
{
    public SalesOpsDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite("Data Source=design.db").Options);
}
