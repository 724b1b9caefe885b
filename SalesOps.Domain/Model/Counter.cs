using System.Linq.Expressions;

namespace SalesOps.Domain.Model;

/// <summary>
/// A number the console shows, defined once: which rows count, and for whom. The definition gives the change at save,
/// the number on the tile, the filter of the list behind it, and the recount that checks it.
/// </summary>
public abstract class Counter(string code, Type entity)
{
    public string Code { get; } = code;
    public Type Entity { get; } = entity;

    /// <summary>The key of the number over all rows.</summary>
    public static readonly Guid Everyone = Guid.Empty;

    /// <summary>Adds <paramref name="sign"/> for each key the row counts for: <see cref="Everyone"/>, its salesperson, its AI agent.</summary>
    public abstract void Count(object row, int sign, Action<Counter, Guid, int> add);

    /// <summary>Whether a change of the property can change what the row counts for.</summary>
    public abstract bool DependsOn(string property);
}

/// <inheritdoc/>
/// <param name="code">The name in the API and on the page.</param>
/// <param name="rows">Which rows count.</param>
/// <param name="keys">For whom besides everyone: a salesperson's or AI agent's id; null counts for nobody in particular.</param>
public sealed class Counter<T>(string code, Expression<Func<T, bool>> rows, params Expression<Func<T, Guid?>>[] keys) : Counter(code, typeof(T))
    where T : class
{
    private readonly Func<T, bool> _counts = rows.Compile();
    private readonly Func<T, Guid?>[] _keys = [.. keys.Select(k => k.Compile())];
    private readonly HashSet<string> _properties = PropertyNames.In([rows, .. keys]);

    public Expression<Func<T, bool>> Rows { get; } = rows;
    public IReadOnlyList<Expression<Func<T, Guid?>>> Keys { get; } = keys;

    public override bool DependsOn(string property) => _properties.Contains(property);

    public override void Count(object row, int sign, Action<Counter, Guid, int> add)
    {
        var typed = (T)row;
        if (!_counts(typed)) return;
        add(this, Everyone, sign);
        foreach (var key in _keys)
            if (key(typed) is { } id) add(this, id, sign);
    }

    private sealed class PropertyNames : ExpressionVisitor
    {
        private readonly HashSet<string> _names = [];

        public static HashSet<string> In(IEnumerable<Expression> expressions)
        {
            var visitor = new PropertyNames();
            foreach (var expression in expressions) visitor.Visit(expression);
            return visitor._names;
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Expression is ParameterExpression) _names.Add(node.Member.Name);
            return base.VisitMember(node);
        }
    }
}

/// <summary>All counters of the console.</summary>
public static class Counters
{
    public static readonly Counter<SalesUser> SalesUsers = new("sales_users",
        u => u.Status == UserStatus.Active && (u.Role == Role.RealSalesUser || u.Role == Role.Admin), u => u.Id);
    public static readonly Counter<AiAgent> AiAgents = new("ai_agents", a => a.Status != AgentStatus.Disabled, a => a.OwnerId);
    public static readonly Counter<Customer> Customers = new("customers", c => true, c => c.SalesUserId);
    public static readonly Counter<Customer> UnboundCustomers = new("unbound_customers", c => c.AiAgentId == null && c.ErasedAt == null);
    public static readonly Counter<Assignment> ActiveBindings = new("active_bindings",
        a => a.Status == AssignmentStatus.Active, a => a.SalesUserId, a => a.AiAgentId);
    /// <summary>All assignments there ever were; of an AI agent without its <see cref="Lendings"/>, 绑定数.</summary>
    public static readonly Counter<Assignment> Bindings = new("bindings", a => true, a => a.SalesUserId, a => a.AiAgentId);
    /// <summary>Those that were made because an agent went to a stand-in with its customers, or came home: nobody was bound anew.</summary>
    public static readonly Counter<Assignment> Lendings = new("lendings", a => a.Reason == Assignment.OwnerAway || a.Reason == Assignment.OwnerBack, a => a.AiAgentId);
    public static readonly Counter<WorkTask> OpenTasks = new("open_tasks", t => t.Status == WorkTaskStatus.Open, t => t.SalesUserId);
    public static readonly Counter<Review> UnderstandingReviews = new("understanding_reviews",
        r => r.Kind == ReviewKind.Understanding && r.Status == ReviewStatus.Pending, r => r.SalesUserId);
    public static readonly Counter<Review> StateReviews = new("state_reviews",
        r => r.Kind == ReviewKind.State && r.Status == ReviewStatus.Pending, r => r.SalesUserId);
    public static readonly Counter<Handover> Handovers = new("handovers", h => true, h => h.SalesUserId);
    public static readonly Counter<Handover> RunningTakeovers = new("running_takeovers",
        h => h.Kind == HandoverKind.HumanTakeover && h.EndedAt == null, h => h.SalesUserId);

    /// <summary>The counters of the eight tiles, in the page's order.</summary>
    public static readonly IReadOnlyList<Counter> Tiles = [SalesUsers, AiAgents, Customers, ActiveBindings, OpenTasks, UnderstandingReviews, StateReviews, Handovers];

    public static readonly IReadOnlyList<Counter> All = [SalesUsers, AiAgents, Customers, UnboundCustomers, ActiveBindings, Bindings, Lendings,
        OpenTasks, UnderstandingReviews, StateReviews, Handovers, RunningTakeovers];
}
