using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Rows;

namespace SalesOps.Domain.Store.Audit;

/// <summary>What SQLite keeps a value as.</summary>
internal enum CellType
{
    Integer = 1,
    Real = 2,
    Text = 3,
    Blob = 4,
    Null = 5,
}

/// <summary>A column as the journal speaks of it.</summary>
/// <param name="IsHashed">The journal keeps the value's SHA-256 only.</param>
/// <param name="IsSecret">Entries of earlier versions keep not even that.</param>
/// <param name="Default">What a row holds that was added before the column was; null for NULL.</param>
/// <param name="IsNullable">It may hold NULL.</param>
internal sealed record TableColumn(int Index, string Name, CellType Type, bool IsPersonal, bool IsHashed, bool IsSecret, long? Default, bool IsNullable);

/// <summary>A table whose rows the journal accounts for.</summary>
internal sealed class Table
{
    /// <summary>The column that stands for the row's being there.</summary>
    public const int Exists = 0xFFFF;

    private readonly TableColumn?[] _byNumber;

    public Table(int index, RowShape shape)
    {
        Index = index;
        Name = shape.Table;
        IsOperations = shape.Type == typeof(Operation);
        Columns = [.. shape.Columns.Where(c => !c.IsKey).Select((c, i) => new TableColumn(i, c.Name, TypeOf(c),
            c.IsPersonal, c.IsSecret || (IsOperations && c.PropertyName == nameof(Operation.Answer)), c.IsSecret, c.Default, c.IsNullable))];
        _byNumber = new TableColumn?[shape.Columns.Max(c => c.Number) + 1];
        foreach (var (column, i) in shape.Columns.Where(c => !c.IsKey).Select((c, i) => (c, i))) _byNumber[column.Number] = Columns[i];
        Key = Array.Find(shape.Columns, c => c.IsKey)!.Name;
        Customer = shape.Type == typeof(Customer) ? -1 : Array.FindIndex(Columns, c => c.Name == "CustomerId");
        IsCustomers = shape.Type == typeof(Customer);
        IsMessages = shape.Type == typeof(Message);
        ErasedAt = Array.FindIndex(Columns, c => c.Name == nameof(Model.Customer.ErasedAt));
        Sequence = IsOperations ? Array.FindIndex(Columns, c => c.Name == nameof(Operation.Sequence)) : -1;
    }

    public int Index { get; }
    public string Name { get; }
    public string Key { get; }
    public TableColumn[] Columns { get; }
    /// <summary>The column with the customer's id; -1 when there is none.</summary>
    public int Customer { get; }
    public bool IsCustomers { get; }
    public bool IsOperations { get; }
    /// <summary>The column that says when a customer was erased; -1 when there is none.</summary>
    public int ErasedAt { get; }
    /// <summary>The column with the operation's last entry; -1 when there is none.</summary>
    public int Sequence { get; }
    public bool IsMessages { get; }

    /// <summary>The column that the journal calls by this number.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public TableColumn Find(int number) =>
        number > 0 && number < _byNumber.Length && _byNumber[number] is { } column ? column : throw new FormatException("A column of this number is not known.");

    private static CellType TypeOf(Column column) => Nullable.GetUnderlyingType(column.Stored) is { } inner ? TypeOf(inner) : TypeOf(column.Stored);

    private static CellType TypeOf(Type type) => type == typeof(string) ? CellType.Text
        : type == typeof(byte[]) ? CellType.Blob
        : type == typeof(double) ? CellType.Real
        : CellType.Integer;
}

/// <summary>The tables whose rows the journal accounts for: all but the journal itself, its keys and the counters, which are checked in their own ways.</summary>
internal sealed class Tables
{
    private static readonly Type[] Apart = [typeof(AuditEntry), typeof(CustomerKey), typeof(CounterValue), typeof(CounterMinute)];

    public static readonly Tables All = new();

    private readonly Table?[] _byNumber;

    private Tables()
    {
        using var store = new SalesOpsDb(new DbContextOptionsBuilder<SalesOpsDb>().UseSqlite(new SqliteConnection()).Options);
        RowShape[] shapes = [.. RowShape.All(store.Model).Where(s => !Apart.Contains(s.Type))];
        List = [.. shapes.Select((s, i) => new Table(i, s))];
        _byNumber = new Table?[shapes.Max(s => s.Number) + 1];
        foreach (var (shape, i) in shapes.Select((s, i) => (s, i))) _byNumber[shape.Number] = List[i];
    }

    public Table[] List { get; }

    /// <summary>The table that the journal calls by this number.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public Table Find(int number) =>
        number > 0 && number < _byNumber.Length && _byNumber[number] is { } table ? table : throw new FormatException("A table of this number is not known.");
}
