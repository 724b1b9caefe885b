namespace SalesOps.Domain.Model;

/// <summary>视图: how somebody looked at a list, kept under a name to look at it so again.</summary>
public sealed class SavedView
{
    public Guid Id { get; private set; }
    /// <summary>The <see cref="SalesUser"/> whose it is.</summary>
    public Guid OwnerId { get; private set; }
    /// <summary>The list, by its section on the page.</summary>
    public string List { get; private set; } = "";
    public string Name { get; private set; } = "";
    /// <summary>Filters, sort and hidden columns as <see cref="Rules.ViewRules"/> allows them; never words that were searched for.</summary>
    public string Shows { get; private set; } = "";
    /// <summary>Everybody who is no salesperson finds it too.</summary>
    public bool IsShared { get; private set; }
    /// <summary>Grows with each edit.</summary>
    public int Version { get; private set; } = 1;
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; private set; }
    /// <summary>UTC; null while it is there.</summary>
    public DateTime? RemovedAt { get; private set; }

    private SavedView() { }

    public SavedView(Guid id, Guid ownerId, string list, string name, string shows, bool isShared, DateTime now)
    {
        Id = id;
        OwnerId = ownerId;
        List = list;
        Name = name;
        Shows = shows;
        IsShared = isShared;
        CreatedAt = now;
    }

    /// <summary>The owner edits it, and an admin what is shared.</summary>
    public bool MayEdit(Guid? person, Role? role) => person == OwnerId || (IsShared && role == Role.Admin);

    public void Edit(string name, string shows, bool isShared)
    {
        Name = name;
        Shows = shows;
        IsShared = isShared;
        Version++;
    }

    public void Remove(DateTime now)
    {
        RemovedAt = now;
        Version++;
    }

    public void Restore()
    {
        RemovedAt = null;
        Version++;
    }
}
