using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace SalesOps.Domain.Store.Mapping;

/// <summary>
/// Makes tables WITHOUT ROWID where the key is an id: the row then lies in the key's own tree, one tree to write instead of two.
/// Tables with large rows keep their rowid, because their rows would crowd the key's tree.
/// </summary>
internal sealed class SqliteTables(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    private static readonly string[] KeepRowid = ["Operations", "AuditEntries"];

    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate: false);
        if (!KeepRowid.Contains(operation.Name) && operation.Columns.TrueForAll(c => c["Sqlite:Autoincrement"] is null)) builder.Append(" WITHOUT ROWID");
        if (!terminate) return;
        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }
}
