using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Assignments;

/// <summary>A person's transfers within one command: each by itself, on top of the ones before.</summary>
internal sealed class Transfers
{
    private readonly Change _change;
    private readonly string _reason;
    private readonly Belongings _belongings;
    private readonly Dictionary<Guid, string> _languages;
    private readonly Holdings _holdings;
    private readonly bool _isPlan;
    private readonly List<BulkLine> _lines = [];
    private readonly List<Guid> _made = [];

    private Transfers(Change change, string reason, Belongings belongings, Dictionary<Guid, string> languages, bool isPlan) =>
        (_change, _reason, _belongings, _languages, _holdings, _isPlan) = (change, reason, belongings, languages, new Holdings(change), isPlan);

    /// <param name="customers">All that shall be given to somebody.</param>
    /// <param name="isPlan">The program proposed it: then an agent takes none whose salesperson was suspended since, or is away.</param>
    public static async Task<Transfers> OpenAsync(Change change, IReadOnlyList<Guid> customers, string reason, bool isPlan = false) =>
        new(change, reason, await Belongings.ReadAsync(change, customers), await Binding.LanguagesAsync(change.Store, customers), isPlan);

    /// <summary>Gives the customer to the agent, or notes why not.</summary>
    public async Task GiveAsync(TransferCustomers.Seen seen, AiAgent to)
    {
        var customer = _belongings.Find(seen.CustomerId);
        var refused = customer is null ? Error.NotFound("The customer") : Refuse(customer, seen, to);
        _lines.Add(new BulkLine(seen.CustomerId, refused));
        if (refused is not null) return;
        _holdings.Add(to.Id, customer!.Channel, 1);
        if (customer.AiAgentId is { } from)
        {
            _holdings.Add(from, customer.Channel, -1);
            var handover = new Handover(_change.NewId(), HandoverKind.ManualTransfer, customer.Id, null, to.OwnerId, _reason, _change.Actor.Id, _change.Now);
            _made.Add(_belongings.Move(customer.Id, to, _reason, handover: handover).Next!.Value);
        }
        else
        {
            var changed = await Binding.BindWaitingAsync(_change, customer, to, _reason);
            _made.Add(changed.OfType<Assignment>().Single().Id);
            _change.Record(Binding.Waited, customer, [.. changed]);
        }
    }

    /// <summary>What it came to. The assignments stand there as they are to be undone: the last first, so that each finds the room it left.</summary>
    public Result<TransferCustomers.Answer> Answer()
    {
        var outcome = Bulk.Answer(_lines);
        _made.Reverse();
        return outcome.Succeeded ? new TransferCustomers.Answer(outcome.Value, _made, _change.Now + UndoWindow.Length) : Result<TransferCustomers.Answer>.Fail(outcome.Errors);
    }

    private Error? Refuse(Customer customer, TransferCustomers.Seen seen, AiAgent to)
    {
        if (customer.ErasedAt is not null) return Refusals.Erased;
        if (customer.AiAgentId == to.Id) return Error.Conflict("The customer is with that agent already.", "same_agent");
        if (customer.AiAgentId != seen.AiAgentId)
            return new Error(ErrorKind.Stale, $"By now the customer is with {_change.Directory.NameOfAgent(customer.AiAgentId) ?? "nobody"}.", Code: "rebound");
        var fit = Binding.Choose(_change, customer.Channel, _belongings.Channels(customer.Id), _languages.GetValueOrDefault(customer.Id), _holdings).Agents.First(f => f.Agent.AiAgentId == to.Id);
        return fit.Checks.FirstOrDefault(c => !c.Passed && (c.IsDemanded || (_isPlan && c.Kind == AgentCheckKind.Attended))) is { } failed ? Refuse(failed.Kind) : null;
    }

    private static Error Refuse(AgentCheckKind check) => Error.Conflict($"The agent does not fit: {check.Code()}.", $"target_{check.Code()}");
}
