using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesOps.Domain.Store.Format;

namespace SalesOps.Domain.Store.Rows;

/// <summary>Compiles what a <see cref="Column"/> does, for the type its property has.</summary>
internal sealed class ColumnCode(IProperty property)
{
    private readonly ParameterExpression _row = Expression.Parameter(typeof(object), "row");
    private readonly LambdaExpression? _toStore = property.GetTypeMapping().Converter?.ConvertToProviderExpression;
    private readonly LambdaExpression? _fromStore = property.GetTypeMapping().Converter?.ConvertFromProviderExpression;
    // Ids need no array on their way.
    private readonly bool _isId = (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(Guid);
    private bool IsNullableValue => Nullable.GetUnderlyingType(property.ClrType) is not null;
    private bool CanBeNull => IsNullableValue || !property.ClrType.IsValueType;

    public Func<object, object, bool> Equal()
    {
        var other = Expression.Parameter(typeof(object), "other");
        var equals = property.GetValueComparer().EqualsExpression;
        var (a, b) = (Of(_row), Of(other));
        Expression body = Expression.Invoke(equals, Expression.Convert(a, equals.Parameters[0].Type), Expression.Convert(b, equals.Parameters[1].Type));
        return Expression.Lambda<Func<object, object, bool>>(body, _row, other).Compile();
    }

    public Func<object, bool> IsNull() => Expression.Lambda<Func<object, bool>>(
        CanBeNull ? Expression.Equal(Of(_row), Expression.Constant(null, property.ClrType)) : Expression.Constant(false), _row).Compile();

    public Action<object, Statement, int> Bind()
    {
        var (statement, place) = (Expression.Parameter(typeof(Statement)), Expression.Parameter(typeof(int)));
        var value = Stored();
        var bind = Expression.Call(typeof(ColumnCode), nameof(BindValue), null, statement, place, value);
        return Expression.Lambda<Action<object, Statement, int>>(
            OrNull(bind, Expression.Call(statement, nameof(Statement.BindNull), null, place)), _row, statement, place).Compile();
    }

    public Action<object, ChangeWriter, int> Write()
    {
        var (part, number) = (Expression.Parameter(typeof(ChangeWriter)), Expression.Parameter(typeof(int)));
        var write = Expression.Call(typeof(ColumnCode), nameof(WriteValue), null, part, number, Stored());
        return Expression.Lambda<Action<object, ChangeWriter, int>>(
            OrNull(write, Expression.Call(part, nameof(ChangeWriter.Null), null, number)), _row, part, number).Compile();
    }

    public Action<object, Statement, int> Fill()
    {
        var (statement, column) = (Expression.Parameter(typeof(Statement)), Expression.Parameter(typeof(int)));
        var inner = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var stored = _isId ? typeof(Guid) : _fromStore?.Parameters[0].Type ?? inner;
        Expression value = Expression.Convert(Expression.Call(statement, Reader(stored), null, column), stored);
        if (!_isId && _fromStore is not null) value = Expression.Invoke(_fromStore, value);
        value = Expression.Convert(value, property.ClrType);
        if (CanBeNull)
            value = Expression.Condition(Expression.Call(statement, nameof(Statement.IsNull), null, column), Expression.Default(property.ClrType), value);
        return Expression.Lambda<Action<object, Statement, int>>(Expression.Assign(Of(_row), value), _row, statement, column).Compile();
    }

    private static string Reader(Type stored) => stored switch
    {
        _ when stored == typeof(Guid) => nameof(Statement.Id),
        _ when stored == typeof(string) => nameof(Statement.Text),
        _ when stored == typeof(byte[]) => nameof(Statement.Blob),
        _ when stored == typeof(double) => nameof(Statement.Double),
        _ when stored == typeof(bool) => nameof(Statement.Flag),
        _ => nameof(Statement.Long),
    };

    private MemberExpression Of(Expression row) => Expression.Property(Expression.Convert(row, property.DeclaringType.ClrType), property.PropertyInfo!);

    /// <summary>The row's value, which is there, as the store keeps it: a whole number, a fraction, text, bytes or an id.</summary>
    private Expression Stored()
    {
        Expression value = IsNullableValue ? Expression.Property(Of(_row), "Value") : Of(_row);
        if (!_isId && _toStore is not null) value = Expression.Invoke(_toStore, value);
        return value.Type == typeof(int) ? Expression.Convert(value, typeof(long)) : value;
    }

    private Expression OrNull(Expression present, Expression absent) =>
        CanBeNull ? Expression.IfThenElse(Expression.Equal(Of(_row), Expression.Constant(null, property.ClrType)), absent, present) : present;

    private static void BindValue(Statement statement, int place, Guid value) => statement.Bind(place, value);
    private static void BindValue(Statement statement, int place, long value) => statement.Bind(place, value);
    private static void BindValue(Statement statement, int place, bool value) => statement.Bind(place, value ? 1L : 0L);
    private static void BindValue(Statement statement, int place, double value) => statement.Bind(place, value);
    private static void BindValue(Statement statement, int place, string value) => statement.Bind(place, value);
    private static void BindValue(Statement statement, int place, byte[] value) => statement.Bind(place, value);

    private static void WriteValue(ChangeWriter part, int number, Guid value) => part.Cell(number, value);
    private static void WriteValue(ChangeWriter part, int number, long value) => part.Cell(number, value);
    private static void WriteValue(ChangeWriter part, int number, bool value) => part.Cell(number, value ? 1L : 0L);
    private static void WriteValue(ChangeWriter part, int number, double value) => part.Cell(number, value);
    private static void WriteValue(ChangeWriter part, int number, string value) => part.Cell(number, value);
    private static void WriteValue(ChangeWriter part, int number, byte[] value) => part.Cell(number, CellKind.Blob, value);
}
