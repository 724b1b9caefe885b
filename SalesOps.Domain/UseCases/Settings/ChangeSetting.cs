using FluentValidation;
using FluentValidation.Results;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Settings;

/// <summary>改设置: sets what holds for everybody from the next command on. Set back to what it was, it is undone.</summary>
public static class ChangeSetting
{
    /// <param name="AiAgentId">The AI agent it is of; null for the console's.</param>
    /// <param name="Value">As <see cref="SettingRules"/> reads it.</param>
    /// <param name="Was">What held when it was looked at; another value by now refuses the change.</param>
    public sealed record Command(Guid OperationId, SettingKind Kind, Guid? AiAgentId, string Value, string Was) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Holds">What holds now.</param>
    public sealed record Answer(string Holds);

    internal sealed class Validator : AbstractValidator<Command>
    {
        private const int Longest = 20_000;

        public Validator()
        {
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.AiAgentId).Must((c, id) => id is null || c.Kind.IsOfAgents()).WithMessage("An AI agent has no such setting.").WithErrorCode("choose");
            RuleFor(c => c.Value).Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("required").MaximumLength(Longest).WithErrorCode("too_long").SoundText().Custom(CheckValue);
        }

        /// <summary>Says which part is wrong, or within which bounds it must lie.</summary>
        private static void CheckValue(string? value, ValidationContext<Command> context)
        {
            var command = context.InstanceToValidate;
            if (!Enum.IsDefined(command.Kind) || (SettingRules.Spell(command.Kind, command.AiAgentId is not null, value!, out var wrong) is { } spelled && !HasBlankName(command.Kind, spelled, out wrong))) return;
            var failure = new ValidationFailure(nameof(Command.Value), $"This is no value of {command.Kind.Code()}: {wrong}")
            {
                ErrorCode = command.Kind switch
                {
                    SettingKind.TimeZone => "time_zone",
                    SettingKind.WorkingHours => "hours",
                    SettingKind.Holidays => "holidays",
                    SettingKind.FallbackOwner or SettingKind.SecondRisks => "choose",
                    _ => value!.Trim().All(char.IsAsciiDigit) ? "range" : "whole",
                },
                FormattedMessagePlaceholderValues = new() { ["From"] = wrong },
            };
            if (SettingRules.Bounds(command.Kind) is { } bounds) failure.FormattedMessagePlaceholderValues = new() { ["From"] = bounds.Least, ["To"] = bounds.Most };
            context.AddFailure(failure);
        }
    }

    /// <summary>A holiday whose name shows nothing; asked here and not where holidays are read, so that one that was set before can still be read.</summary>
    private static bool HasBlankName(SettingKind kind, string spelled, out string line)
    {
        line = kind == SettingKind.Holidays && spelled is not (SettingRules.AsConsole or Holidays.NoneText)
            ? spelled.Split('\n').FirstOrDefault(day => !TextRules.IsVisible(day[Holidays.NameAt..])) ?? "" : "";
        return line.Length > 0;
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(File(request));

        private Result<Answer> File(Command request)
        {
            var (kind, agent, directory) = (request.Kind, request.AiAgentId, change.Directory);
            if (agent is { } id && !directory.AiAgents.ContainsKey(id)) return Error.Invalid("aiAgentId", "There is no such AI agent.", "choose");
            var value = SettingRules.Spell(kind, agent is not null, request.Value, out _)!;
            if (kind == SettingKind.FallbackOwner && Guid.TryParse(value, out var owner) && !(directory.SalesUsers.TryGetValue(owner, out var person) && person.MayBeFallback && directory.MayWork(owner)))
                return Error.Invalid("value", "The fallback owner must be an active person who is let in and may bind customers.", "choose");
            var was = directory.Settings.Of(kind, agent);
            if (was != request.Was) return new Error(ErrorKind.Stale, "It was set to something else meanwhile.", Code: "changed");
            if (was == value) return Error.Invalid("value", "It is set so already.", "same");
            var row = new SettingChange(change.NewId(), directory.Settings.All.Count + 1, kind, agent, was, value, change.Actor.Id, change.Now);
            change.Add(row);
            change.Record("settings.changed", row);
            return new Answer(row.Holds);
        }
    }
}
