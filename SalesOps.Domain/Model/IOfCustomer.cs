namespace SalesOps.Domain.Model;

/// <summary>A row that is a customer's. It goes along when two customers turn out to be one, and back when they are separated.</summary>
public interface IOfCustomer
{
    Guid Id { get; }
    Guid CustomerId { get; }

    /// <summary>It is that customer's from now on.</summary>
    void BelongTo(Guid customerId);
}
