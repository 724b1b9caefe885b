using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases;

/// <summary>Which rows a caller may see: salespeople their own customers' and agents', everybody else all. The one place that says so.</summary>
internal static class Visibility
{
    public static IQueryable<SalesUser> VisibleTo(this IQueryable<SalesUser> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.Id == owner) : rows;

    public static IQueryable<AiAgent> VisibleTo(this IQueryable<AiAgent> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.OwnerId == owner) : rows;

    public static IQueryable<Customer> VisibleTo(this IQueryable<Customer> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.SalesUserId == owner) : rows;

    /// <summary>The same of one customer whose row is at hand.</summary>
    public static bool IsVisibleTo(this Customer row, Caller caller) => caller.OnlyOwnerId is not { } owner || row.SalesUserId == owner;

    /// <summary>
    /// Whose names stand beside rows that the caller may see, and find them: a row of then stays the salesperson's, but a customer who is another's by now has a name that is that one's to know.
    /// </summary>
    /// <returns>Null for everybody's.</returns>
    public static IQueryable<Customer>? NamedTo(this IQueryable<Customer> rows, Caller caller) => caller.OnlyOwnerId is null ? null : rows.VisibleTo(caller);

    public static IQueryable<Assignment> VisibleTo(this IQueryable<Assignment> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.SalesUserId == owner) : rows;

    public static IQueryable<Review> VisibleTo(this IQueryable<Review> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.SalesUserId == owner) : rows;

    public static IQueryable<Handover> VisibleTo(this IQueryable<Handover> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.SalesUserId == owner) : rows;

    public static IQueryable<WorkTask> VisibleTo(this IQueryable<WorkTask> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.SalesUserId == owner) : rows;

    public static IQueryable<AuditEntry> VisibleTo(this IQueryable<AuditEntry> rows, Caller caller) =>
        caller.OnlyOwnerId is { } owner ? rows.Where(r => r.SalesUserId == owner) : rows;
}
