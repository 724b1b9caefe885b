using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesOps.Domain.Store.Migrations;

/// <summary>Stops accidents, not attackers: those the hash chain finds. Erasure may drop an entry's sealed part and nothing else.</summary>
[DbContext(typeof(SalesOpsDb))]
[Migration("20261122081740_AuditIsAppendOnly")]
public sealed class AuditIsAppendOnly : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE TRIGGER AuditEntriesAreConsecutive BEFORE INSERT ON AuditEntries
            WHEN NEW.Sequence <> (SELECT COALESCE(MAX(Sequence), 0) + 1 FROM AuditEntries)
            BEGIN SELECT RAISE(ABORT, 'audit entries are consecutive'); END;
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER AuditEntriesAreNeverDeleted BEFORE DELETE ON AuditEntries
            BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER AuditEntriesAreNeverChanged BEFORE UPDATE ON AuditEntries
            WHEN NEW.Sealed IS NOT NULL OR NEW.Sequence <> OLD.Sequence OR NEW.At <> OLD.At OR NEW.Action <> OLD.Action
              OR NEW.ObjectType <> OLD.ObjectType OR NEW.ObjectId <> OLD.ObjectId OR NEW.ActorKind <> OLD.ActorKind
              OR NEW.ActorId IS NOT OLD.ActorId OR NEW.CustomerId IS NOT OLD.CustomerId OR NEW.SalesUserId IS NOT OLD.SalesUserId
              OR NEW.OperationId <> OLD.OperationId OR NEW.Changes <> OLD.Changes OR NEW.SealedHash <> OLD.SealedHash OR NEW.Hash <> OLD.Hash
            BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER AuditEntriesAreConsecutive");
        migrationBuilder.Sql("DROP TRIGGER AuditEntriesAreNeverDeleted");
        migrationBuilder.Sql("DROP TRIGGER AuditEntriesAreNeverChanged");
    }
}
