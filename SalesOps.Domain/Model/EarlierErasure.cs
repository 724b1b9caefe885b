namespace SalesOps.Domain.Model;

/// <summary>
/// 恢复前的删除: who erased a customer before an older backup came back and the program had to erase the customer again. The entry of then went with
/// the store of then; this is what the list of erasures says of it, and holds nothing personal.
/// </summary>
public sealed class EarlierErasure
{
    public Guid Id { get; private set; }
    public Guid CustomerId { get; private set; }
    /// <summary>When it was done; UTC.</summary>
    public DateTime At { get; private set; }
    /// <summary>The <see cref="SalesUser"/> who did it; null for the system.</summary>
    public Guid? ById { get; private set; }
    /// <summary>The number that the audit entry had in the log of then.</summary>
    public long Sequence { get; private set; }
    /// <summary>That entry's hash, in hexadecimal digits, as on a certificate of then; null when the list does not say it.</summary>
    public string? Hash { get; private set; }
    /// <summary>The list of erasures proved itself; otherwise somebody obeyed it expressly all the same.</summary>
    public bool IsProved { get; private set; }

    private EarlierErasure() { }

    public EarlierErasure(Guid id, Guid customerId, DateTime at, Guid? byId, long sequence, string? hash, bool isProved)
    {
        Id = id;
        CustomerId = customerId;
        At = at;
        ById = byId;
        Sequence = sequence;
        Hash = hash;
        IsProved = isProved;
    }
}
