namespace SalesOps.Domain.Model;

/// <summary>Something a person did that the same person can take back for a moment.</summary>
public interface IUndoable
{
    /// <summary>The <see cref="SalesUser"/> who did it; null for the system.</summary>
    Guid? ById { get; }
    /// <summary>UTC; null while it stands.</summary>
    DateTime? UndoneAt { get; }
    /// <summary>Until when it can be undone; UTC.</summary>
    DateTime FinalAt { get; }
}

/// <summary>撤销: for how long a deed can be undone.</summary>
public static class UndoWindow
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
}
