namespace SalesOps.Domain.Model;

/// <summary>查看: somebody opened a customer's file and could read its personal data. Rows stay, also after an erasure: they say who knew.</summary>
public sealed class Viewing : IOfCustomer
{
    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who looked.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }

    private Viewing() { }

    public Viewing(Guid id, Guid customerId, Guid? byId, DateTime now)
    {
        Id = id;
        CustomerId = customerId;
        ById = byId;
        At = now;
    }

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
