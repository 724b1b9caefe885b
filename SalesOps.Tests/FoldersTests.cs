using SalesOps.Domain;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Lane;
using SalesOps.Tests.Support;

namespace SalesOps.Tests;

/// <summary>Who may use whom: Console over Domain, floor over floor, and no two folders in a circle.</summary>
public sealed class FoldersTests
{
    private const string Domain = "SalesOps.Domain";
    private const string Console = "SalesOps.Console";

    /// <summary>From the ground up; each uses only those below. DomainSetup stands beside them and puts them together.</summary>
    private static readonly string[] Floors = ["Model", "Store", "Understandings", "Messaging", "UseCases"];

    private static readonly Dictionary<Type, HashSet<Type>> DomainUses = Uses(typeof(DomainSetup));
    private static readonly Dictionary<Type, HashSet<Type>> ConsoleUses = Uses(typeof(global::SalesOps.Console.Composition));

    [Fact]
    public void Domain_EveryType_StandsOnAFloor() =>
        Assert.Equal([typeof(DomainSetup)], DomainUses.Keys.Where(t => !Floors.Contains(FolderOf(t, Domain)) && t.DeclaringType is null && t.Namespace is not null));

    [Fact]
    public void Domain_Floors_UseOnlyThoseBelow() => Assert.Empty(
        from use in Pairs(DomainUses, Domain)
        where Array.IndexOf(Floors, use.From) >= 0 && Array.IndexOf(Floors, use.To) > Array.IndexOf(Floors, use.From)
        select use.Text);

    [Fact]
    public void Domain_Model_UsesNoPackage() => Assert.Empty(
        from type in DomainUses
        where FolderOf(type.Key, Domain) == "Model"
        from used in type.Value
        let assembly = used.Assembly.GetName().Name!
        where used.Assembly != type.Key.Assembly && !assembly.StartsWith("System.", StringComparison.Ordinal)
        select $"{type.Key} uses {used} of {assembly}");

    [Fact]
    public void Domain_KnowsNoScreen() => Assert.DoesNotContain(
        typeof(DomainSetup).Assembly.GetReferencedAssemblies(),
        a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || a.Name.StartsWith("Radzen", StringComparison.Ordinal) || a.Name.StartsWith(Console, StringComparison.Ordinal));

    /// <summary>What stands in <c>Store</c> beside its folders is what all of them share, and what is done with a whole store.</summary>
    [Fact]
    public void Store_Folders_FormNoCircle() => Assert.Empty(Circles(Pairs(DomainUses, Domain + ".Store").Where(use => use.From.Length > 0 && use.To.Length > 0)));

    [Fact]
    public void UseCases_Areas_FormNoCircle() => Assert.Empty(Circles(Pairs(DomainUses, Domain + ".UseCases")));

    [Fact]
    public void UseCases_WhatAreasShare_UsesNone() =>
        Assert.Empty(Pairs(DomainUses, Domain + ".UseCases").Where(use => use.From.Length == 0 && use.To.Length > 0).Select(use => use.Text));

    [Fact]
    public void Console_Folders_FormNoCircle() => Assert.Empty(Circles(Pairs(ConsoleUses, Console).Where(use => use.From.Length > 0 && use.To.Length > 0)));

    /// <summary>The page itself, which stands in <c>Panels</c> beside what its sections share, is no folder.</summary>
    [Fact]
    public void Panels_Folders_FormNoCircle() => Assert.Empty(Circles(Pairs(ConsoleUses, Console + ".Panels").Where(use => use.From.Length > 0 && use.To.Length > 0)));

    [Fact]
    public void Console_OnlySetupAndVerbs_UseWhatPutsItTogether() =>
        Assert.DoesNotContain(Pairs(ConsoleUses, Console), use => use.To.Length == 0 && use.From is not ("" or "Verbs"));

    [Fact]
    public void Scan_SeesSignaturesCodeAndAttributes()
    {
        // The scan itself: what an async method, a generic argument and an attribute name is found.
        var handler = DomainUses.Single(u => u.Key.FullName == "SalesOps.Domain.UseCases.Customers.ListCustomers+Handler");
        Assert.Contains(typeof(WriteLane), handler.Value);
        Assert.Contains(Pairs(DomainUses, Domain), use => use is { From: "UseCases", To: "Store" });
        Assert.Contains(Pairs(DomainUses, Domain + ".UseCases"), use => use is { From: "Conversations", To: "Assignments" });
        Assert.Contains(typeof(PersonalAttribute), DomainUses[typeof(Customer)]);
    }

    private sealed record Use(string From, string To, string Text);

    private static Dictionary<Type, HashSet<Type>> Uses(Type inAssembly) => inAssembly.Assembly.GetTypes().ToDictionary(t => t, TypeUses.Of);

    /// <summary>Uses across the folders right below <paramref name="root"/>; what stands in it directly has the folder "".</summary>
    private static IEnumerable<Use> Pairs(Dictionary<Type, HashSet<Type>> uses, string root) =>
        from type in uses
        let user = FolderOf(type.Key, root)
        where user is not null
        from used in type.Value
        let to = FolderOf(used, root)
        where to is not null && to != user
        select new Use(user, to, $"{user} → {to}: {type.Key} uses {used}");

    private static string? FolderOf(Type type, string root)
    {
        if (type.IsNested && type.DeclaringType is { } outer) return FolderOf(outer, root);
        if (type.Namespace is not { } name || !(name + ".").StartsWith(root + ".", StringComparison.Ordinal)) return null;
        return name.Length == root.Length ? "" : name[(root.Length + 1)..].Split('.')[0];
    }

    /// <summary>Every use that leads back to where it came from, over however many folders.</summary>
    private static List<string> Circles(IEnumerable<Use> uses)
    {
        var all = uses.ToList();
        var next = all.ToLookup(u => u.From, u => u.To);
        bool Leads(string from, string to)
        {
            var (seen, open) = (new HashSet<string>(), new Stack<string>([from]));
            while (open.TryPop(out var at))
                foreach (var step in next[at])
                    if (step == to) return true;
                    else if (seen.Add(step)) open.Push(step);
            return false;
        }
        return [.. all.Where(u => Leads(u.To, u.From)).Select(u => u.Text)];
    }
}
