using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace SalesOps.Domain.UseCases;

/// <summary>
/// How an export reads a list: the keys of all its rows in one statement, then the rows by their keys. So the file holds the rows that were
/// counted, however they move meanwhile; no statement passes over rows that others have read; and no reader keeps the store's log from being cut.
/// </summary>
public static class GridKeys
{
    /// <summary>So many rows are read at once.</summary>
    public const int AtOnce = 500;
    /// <summary>More rows are not exported at once: their keys alone would take more than 80 MB. A sheet has room for fewer.</summary>
    public const int Most = 5_000_000;

    /// <summary>Whether a row's key is one of these.</summary>
    internal static Expression<Func<T, bool>> Among<T>(Expression<Func<T, object>> key, IReadOnlyList<object> keys)
    {
        var column = Unboxed(key);
        var among = column.Type == typeof(long) ? Among<long>(column, keys) : Among<Guid>(column, keys);
        return Expression.Lambda<Func<T, bool>>(among, key.Parameters);
    }

    /// <summary>Whether a row is one of <paramref name="some"/>, which the store finds for itself.</summary>
    internal static Expression<Func<T, bool>> Among<T>(Expression<Func<T, object>> key, IQueryable<T> some)
    {
        var column = Unboxed(key);
        var row = Expression.Parameter(typeof(T), "row");
        var keys = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), column.Type], some.Expression, Expression.Quote(Expression.Lambda(column, key.Parameters)));
        var asked = ReplacingExpressionVisitor.Replace(key.Parameters[0], row, column);
        return Expression.Lambda<Func<T, bool>>(Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [column.Type], keys, asked), row);
    }

    private static Expression Unboxed<T>(Expression<Func<T, object>> key) =>
        key.Body is UnaryExpression { NodeType: ExpressionType.Convert } boxed ? boxed.Operand : key.Body;

    private static MethodCallExpression Among<TKey>(Expression column, IReadOnlyList<object> keys)
    {
        // A parameter of the statement, not part of it: what EF makes of the statement is kept for the next keys.
        IEnumerable<TKey> asked = [.. keys.Cast<TKey>()];
        Expression<Func<IEnumerable<TKey>>> parameter = () => asked;
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(TKey)], parameter.Body, column);
    }
}
