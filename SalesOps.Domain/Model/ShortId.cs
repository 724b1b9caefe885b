namespace SalesOps.Domain.Model;

/// <summary>Ids as people see them.</summary>
public static class ShortId
{
    /// <summary>The last eight hex digits.</summary>
    public static string Of(Guid id) => id.ToString("N")[^8..];
}
