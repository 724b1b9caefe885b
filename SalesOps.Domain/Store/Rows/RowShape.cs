using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Domain.Store.Rows;

/// <summary>A table as the lane reads and writes it, taken from EF's model.</summary>
internal sealed class RowShape
{
    private static readonly ConditionalWeakTable<IModel, IReadOnlyList<RowShape>> Known = [];

    private readonly Lazy<Func<object>> _make;
    private readonly Lazy<Func<object, Guid?>>? _id;
    private readonly Lazy<Func<object, Guid?>>? _customer;
    private readonly Lazy<Func<object, Guid?>>? _salesUser;

    public RowShape(IEntityType type)
    {
        Type = type.ClrType;
        Table = type.GetTableName()!;
        Number = JournalNumbers.OfTable(Table);
        ObjectType = Codes.Snake(Type.Name);
        Columns = [.. type.GetProperties().Select(p => new Column(p))];
        for (var i = 0; i < Columns.Length; i++)
            if (Columns[i].IsReference) References |= 1UL << i;
        if (Columns.Length > 64) throw new NotSupportedException($"{Table} has more than 64 columns.");
        if (type.FindPrimaryKey()!.Properties is [{ ClrType: var key, Name: var name }] && key == typeof(Guid)) _id = GuidReader(type, name);
        _customer = GuidReader(type, Type == typeof(Customer) ? nameof(Customer.Id) : "CustomerId");
        _salesUser = Type == typeof(SalesUser) ? GuidReader(type, nameof(SalesUser.Id))
            : GuidReader(type, Type == typeof(AiAgent) ? nameof(AiAgent.OwnerId) : "SalesUserId");
        _make = new(() => Expression.Lambda<Func<object>>(Expression.New(Type.GetConstructor(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic, [])!)).Compile());
    }

    public Type Type { get; }
    public string Table { get; }
    /// <summary>The table's number in the journal; 0 when the journal does not speak of it.</summary>
    public int Number { get; }
    /// <summary>What the audit log calls such a row: <c>customer</c>.</summary>
    public string ObjectType { get; }
    public Column[] Columns { get; }
    /// <summary>Which columns hold foreign keys, one bit each.</summary>
    public ulong References { get; }

    /// <summary>The row's id; null in a table that is keyed by something else.</summary>
    public Guid? IdOf(object row) => _id?.Value(row);

    /// <summary>The customer the row is about; null when it is about none.</summary>
    public Guid? CustomerOf(object row) => _customer?.Value(row);

    /// <summary>The salesperson the row belongs to; null when it belongs to nobody.</summary>
    public Guid? SalesUserOf(object row) => _salesUser?.Value(row);

    /// <summary>The statement's present row, whose columns stand in the order of <see cref="Columns"/>.</summary>
    public object Read(Statement statement)
    {
        var row = _make.Value();
        for (var i = 0; i < Columns.Length; i++) Columns[i].Fill(row, statement, i);
        return row;
    }

    /// <summary>Tables in an order in which every row's parents come before it; compiled once a model.</summary>
    public static IReadOnlyList<RowShape> All(IModel model) => Known.GetValue(model, Sorted);

    private static IReadOnlyList<RowShape> Sorted(IModel model)
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

    private static Lazy<Func<object, Guid?>>? GuidReader(IEntityType type, string name)
    {
        if (type.FindProperty(name)?.PropertyInfo is not { } property) return null;
        var row = Expression.Parameter(typeof(object));
        return new(() => Expression.Lambda<Func<object, Guid?>>(
            Expression.Convert(Expression.Property(Expression.Convert(row, type.ClrType), property), typeof(Guid?)), row).Compile());
    }
}
