using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Commands;

/// <summary>Somebody who may not send a command, and how they are told so.</summary>
/// <param name="Role">Of a person who came just now, has nothing and did nothing; null for a program with an API key.</param>
internal sealed record Denied(Role? Role, ErrorKind As = ErrorKind.Forbidden)
{
    public static readonly Denied Runtime = new((Role?)null);
    public static readonly Denied Ops = new(Domain.Model.Role.Ops);
    public static readonly Denied Supervisor = new(Domain.Model.Role.Supervisor);
    public static readonly Denied Admin = new(Domain.Model.Role.Admin);
    public static readonly Denied Sales = new(Domain.Model.Role.RealSalesUser);
    /// <summary>A salesperson, who may do so with customers of their own, and is not told that there are others.</summary>
    public static readonly Denied Stranger = Sales with { As = ErrorKind.NotFound };

    /// <summary>Has the person come.</summary>
    public async Task<Caller> AppearAsync(TestConsole console)
    {
        if (Role is not { } role) return Caller.Runtime;
        var caller = Caller.Nobody;
        await console.Lane.RunAsync(change => caller = Caller.Person(LaneCommands.AddPerson(change, $"denied-{role.Code()}@example.com", role)));
        return caller;
    }
}
