namespace SalesOps.Domain.Model;

/// <summary>What people write about a customer.</summary>
/// <param name="Note">Empty when there is none.</param>
public sealed record CustomerTraits(string Name, string Note);

/// <summary>An edit of a customer's name or note, with both sides. Rows stay, also those that were undone; an erasure empties them.</summary>
public sealed class CustomerEdit : IOfCustomer, IUndoable
{
    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who made it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>UTC; null while it stands.</summary>
    public DateTime? UndoneAt { get; private set; }
    [Personal] public string NameBefore { get; private set; } = "";
    [Personal] public string NameAfter { get; private set; } = "";
    [Personal] public string NoteBefore { get; private set; } = "";
    [Personal] public string NoteAfter { get; private set; } = "";

    private CustomerEdit() { }

    public CustomerEdit(Guid id, Customer customer, CustomerTraits after, Guid? byId, DateTime now)
    {
        Id = id;
        CustomerId = customer.Id;
        (NameBefore, NoteBefore) = (customer.Traits.Name, customer.Traits.Note);
        (NameAfter, NoteAfter) = (after.Name, after.Note);
        ById = byId;
        At = now;
    }

    public CustomerTraits Before => new(NameBefore, NoteBefore);

    public CustomerTraits After => new(NameAfter, NoteAfter);

    /// <inheritdoc/>
    public DateTime FinalAt => At + UndoWindow.Length;

    public void Undo(DateTime now) => UndoneAt = now;

    /// <summary>Forgets what was written.</summary>
    public void Erase() => (NameBefore, NameAfter, NoteBefore, NoteAfter) = ("", "", "", "");

    /// <inheritdoc/>
    public void BelongTo(Guid customerId) => CustomerId = customerId;
}
