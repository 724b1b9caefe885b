using System.Text.RegularExpressions;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Tests.Faults;

namespace SalesOps.Tests.UseCases.Commands;

/// <summary>What is promised of one command, shown on the command as it is sent in the day of deeds, in the store as it is right before.</summary>
internal sealed record CommandCase
{
    private static readonly Guid Another = Guid.AllBitsSet;

    private CommandCase() { }

    public required Type Command { get; init; }

    /// <summary>The use case.</summary>
    public string Name => Command.DeclaringType!.Name;

    /// <summary>The deed that sends it; for a command that is no part of the day, the deed before which it is sent.</summary>
    public required string Moment { get; init; }

    /// <summary>How a command is sent that is no part of the day; null for the others.</summary>
    public required Deed? Apart { get; init; }

    public required IReadOnlyList<Denied> Denied { get; init; }

    /// <summary>Fields, as errors name them, with what makes each of them wrong.</summary>
    public required IReadOnlyList<(string Field, Func<IBaseRequest, IBaseRequest> Spoil)> Invalid { get; init; }

    /// <summary>Why nothing of it can be wrong; null when something can.</summary>
    public required string? Fieldless { get; init; }

    /// <summary>Makes it the command of somebody who saw what is older; null when it does not say what was seen.</summary>
    public required Func<IBaseRequest, IBaseRequest>? Outdate { get; init; }

    /// <summary>Why it need not say what was seen; null when it does.</summary>
    public required string? Unversioned { get; init; }

    /// <summary>What somebody else does first.</summary>
    public required Func<IBaseRequest, Order, Order> Rival { get; init; }

    /// <summary>How it is refused after its rival; null when it is carried out as well.</summary>
    public required ErrorKind? Overtaken { get; init; }

    /// <summary>A pattern for the actions on the audit log, in their order.</summary>
    public required string Journal { get; init; }

    /// <summary>A pattern for all counters that move, with how far.</summary>
    public required string Counters { get; init; }

    /// <param name="moment">See <see cref="Moment"/>.</param>
    /// <param name="does">The actions on the audit log, in their order; with a * for one or more of them, as many as there are rows that day.</param>
    /// <param name="counts">Every counter that moves, with how far; with a * for as many; left out when none moves.</param>
    /// <param name="invalid">See <see cref="Invalid"/>; left out with a reason in <paramref name="fieldless"/>.</param>
    /// <param name="stale">See <see cref="Outdate"/>; left out with a reason in <paramref name="unversioned"/>.</param>
    /// <param name="overtaken">See <see cref="Overtaken"/>.</param>
    /// <param name="rival">See <see cref="Rival"/>; left out for the same command under another operation id.</param>
    /// <param name="apart">See <see cref="Apart"/>.</param>
    public static CommandCase Of<T>(string moment, Denied[] denied, string[] does, string[]? counts = null,
        (string Field, Func<T, T> Spoil)[]? invalid = null, string? fieldless = null, Func<T, T>? stale = null, string? unversioned = null,
        ErrorKind? overtaken = null, Func<T, Deed>? rival = null, Deed? apart = null) where T : class, ICommand, IBaseRequest => new()
        {
            Command = typeof(T),
            Moment = moment,
            Apart = apart,
            Denied = denied,
            Invalid = [.. (invalid ?? []).Select(i => (i.Field, (Func<IBaseRequest, IBaseRequest>)(command => i.Spoil((T)command))))],
            Fieldless = fieldless,
            Outdate = stale is null ? null : command => stale((T)command),
            Unversioned = unversioned,
            Rival = rival is null ? (command, order) => order with { Make = _ => Anew(command) } : (command, _) => rival((T)command).Order!,
            Overtaken = overtaken,
            Journal = Pattern(does, action => $"{action}(?:, {action})*"),
            Counters = Pattern(counts ?? [], counter => $"{counter}[0-9]+"),
        };

    /// <param name="many">What stands for an entry that ends with a *.</param>
    private static string Pattern(string[] entries, Func<string, string> many) =>
        $"^{string.Join(", ", entries.Select(entry => entry.EndsWith('*') ? many(Regex.Escape(entry[..^1])) : Regex.Escape(entry)))}$";

    /// <summary>The same asked by somebody else, or once more by somebody who does not know that it was asked.</summary>
    private static IBaseRequest Anew(IBaseRequest command)
    {
        // What `with` compiles to, for a record whose type is not known here.
        var copy = (IBaseRequest)command.GetType().GetMethod("<Clone>$")!.Invoke(command, null)!;
        command.GetType().GetProperty(nameof(ICommand.OperationId))!.SetValue(copy, Another);
        return copy;
    }
}
