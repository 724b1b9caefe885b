using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store;

/// <summary>A table as the lane writes it: columns with compiled readers, taken from EF's model so that both always agree.</summary>
internal sealed class RowShape
{
    private readonly Func<object, Guid?>? _customer;
    private readonly Func<object, Guid?>? _salesUser;

    public RowShape(IEntityType type)
    {
        Type = type.ClrType;
        Table = type.GetTableName()!;
        ObjectType = Codes.Snake(Type.Name);
        Columns = [.. type.GetProperties().Select(p => new Column(p))];
        if (Columns.Length > 64) throw new NotSupportedException($"{Table} has more than 64 columns.");
        _customer = GuidReader(type, Type == typeof(Customer) ? nameof(Customer.Id) : "CustomerId");
        _salesUser = Type == typeof(SalesUser) ? GuidReader(type, nameof(SalesUser.Id))
            : GuidReader(type, Type == typeof(AiAgent) ? nameof(AiAgent.OwnerId) : "SalesUserId");
    }

    public Type Type { get; }
    public string Table { get; }
    /// <summary>What the audit log calls such a row: <c>customer</c>.</summary>
    public string ObjectType { get; }
    public Column[] Columns { get; }

    /// <summary>The customer the row is about; null when it is about none.</summary>
    public Guid? CustomerOf(object row) => _customer?.Invoke(row);

    /// <summary>The salesperson the row belongs to; null when it belongs to nobody.</summary>
    public Guid? SalesUserOf(object row) => _salesUser?.Invoke(row);

    /// <summary>Tables in an order in which every row's parents come before it.</summary>
    public static IReadOnlyList<RowShape> All(IModel model)
    {
        var sorted = new List<IEntityType>();
        void Visit(IEntityType type)
        {
            if (sorted.Contains(type)) return;
            foreach (var parent in type.GetForeignKeys().Select(k => k.PrincipalEntityType).Where(p => p != type)) Visit(parent);
            sorted.Add(type);
        }
        foreach (var type in model.GetEntityTypes()) Visit(type);
        return [.. sorted.Select(t => new RowShape(t))];
    }

    private static Func<object, Guid?>? GuidReader(IEntityType type, string name)
    {
        if (type.FindProperty(name)?.PropertyInfo is not { } property) return null;
        var row = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, Guid?>>(
            Expression.Convert(Expression.Property(Expression.Convert(row, type.ClrType), property), typeof(Guid?)), row).Compile();
    }
}

/// <summary>A column: its name, how to read the value the store keeps, and whether the journal seals or hides it.</summary>
internal sealed class Column
{
    private readonly Func<object, object?> _read;
    private readonly Func<object?, object?> _toProvider;

    public Column(IProperty property)
    {
        Property = property;
        Name = property.GetColumnName();
        IsKey = property.IsPrimaryKey();
        IsPersonal = property.PropertyInfo!.IsDefined(typeof(PersonalAttribute));
        IsSecret = property.PropertyInfo!.IsDefined(typeof(SecretAttribute));
        _read = Reader(property);
        var converter = property.GetTypeMapping().Converter;
        _toProvider = converter is null ? value => value : converter.ConvertToProvider;
    }

    public IProperty Property { get; }
    public string Name { get; }
    public bool IsKey { get; }
    public bool IsPersonal { get; }
    public bool IsSecret { get; }

    /// <summary>The present value, as the store keeps it; null for NULL.</summary>
    public object? Read(object row) => _read(row);

    /// <summary>The value before the change, as the store keeps it; null for NULL.</summary>
    public object? ReadOriginal(EntityEntry entry) => entry.OriginalValues[Property] is { } value ? _toProvider(value) : null;

    private static Func<object, object?> Reader(IProperty property)
    {
        var row = Expression.Parameter(typeof(object));
        Expression value = Expression.Property(Expression.Convert(row, property.DeclaringType.ClrType), property.PropertyInfo!);
        var converter = property.GetTypeMapping().Converter?.ConvertToProviderExpression;
        var type = property.ClrType;
        Expression read;
        if (Nullable.GetUnderlyingType(type) is not null)
        {
            var inner = Convert(Expression.Property(value, "Value"), converter);
            read = Expression.Condition(Expression.Property(value, "HasValue"), inner, Expression.Constant(null, typeof(object)));
        }
        else if (type.IsValueType) read = Convert(value, converter);
        else read = Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Constant(null, typeof(object)), Convert(value, converter));
        return Expression.Lambda<Func<object, object?>>(read, row).Compile();
    }

    private static Expression Convert(Expression value, LambdaExpression? converter) =>
        Expression.Convert(converter is null ? value : Expression.Invoke(converter, value), typeof(object));
}

/// <summary>One row that a command added, changed or removed.</summary>
internal sealed class RowChange
{
    public required RowShape Shape { get; init; }
    public required EntityEntry Entry { get; init; }
    public required EntityState State { get; init; }
    /// <summary>Which columns changed, one bit each; all for an added or removed row.</summary>
    public required ulong Columns { get; init; }

    public object Row => Entry.Entity;

    public bool Has(int column) => (Columns & (1UL << column)) != 0;

    /// <summary>What the handler's tracked rows amount to.</summary>
    public static List<RowChange> Of(SalesOpsDb store, IReadOnlyDictionary<Type, RowShape> shapes)
    {
        var changes = new List<RowChange>();
        // A list first: finding a change moves the entry within the tracker.
        foreach (var entry in store.ChangeTracker.Entries().ToList())
        {
            if (entry.State == EntityState.Unchanged) entry.DetectChanges();
            if (entry.State is EntityState.Unchanged or EntityState.Detached) continue;
            var shape = shapes[entry.Metadata.ClrType];
            var columns = entry.State == EntityState.Modified ? 0UL : ulong.MaxValue;
            if (columns == 0)
                for (var i = 0; i < shape.Columns.Length; i++)
                    if (entry.Property(shape.Columns[i].Property).IsModified) columns |= 1UL << i;
            changes.Add(new RowChange { Shape = shape, Entry = entry, State = entry.State, Columns = columns });
        }
        return changes;
    }
}
