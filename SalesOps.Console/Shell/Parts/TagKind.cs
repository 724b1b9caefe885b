namespace SalesOps.Console.Shell.Parts;

/// <summary>What a <see cref="Tag"/> says by colour; its words must say it too.</summary>
public enum TagKind
{
    Plain,
    Accent,
    Ok,
    Warn,
    Bad,
}
